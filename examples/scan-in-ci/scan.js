// A library call: what is inside the files that the arguments name, for a program that decides by itself.
import { judge, open, scan } from 'horngate';

for (const path of process.argv.slice(2)) {
  const artifact = open(path);
  try {
    const report = await scan(artifact);
    const { outcome, reasons } = judge(report);
    console.log(JSON.stringify({ path, subject: report.subject, format: report.format, outcome, reasons, unread: report.unread.length }));
  } finally {
    artifact.close();
  }
}
