// Says of each case what osv-scanner's own matcher says of it: cases of generate.py on stdin, one string of 0 and 1 for each on stdout.
package main

import (
	"encoding/json"
	"os"

	"github.com/google/osv-scanner/internal/utility/vulns"
	"github.com/google/osv-scanner/pkg/lockfile"
	"github.com/google/osv-scanner/pkg/models"
)

type testCase struct {
	Record   models.Vulnerability `json:"record"`
	Versions []string             `json:"versions"`
}

func answer(c testCase) string {
	digits := []byte{}
	for _, version := range c.Versions {
		digit := byte('0')
		if vulns.IsAffected(c.Record, lockfile.PackageDetails{Name: "keras", Version: version, Ecosystem: lockfile.PipEcosystem, CompareAs: lockfile.PipEcosystem}) {
			digit = '1'
		}
		digits = append(digits, digit)
	}
	return string(digits)
}

func main() {
	cases := []testCase{}
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	answers := []string{}
	for _, c := range cases {
		answers = append(answers, answer(c))
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}
