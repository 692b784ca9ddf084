module github.com/google/osv-scanner/horngate-conformance

go 1.24

require github.com/google/osv-scanner v1.9.2
