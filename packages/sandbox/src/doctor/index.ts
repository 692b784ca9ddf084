export { type DoctorLine, defineLine, type Seen } from './define-line.ts';
export { examine, type HostFinding, type HostReport } from './examine.ts';
export { type Examination, examineHost } from './examine-host.ts';
export { type CoreScheduling, Host, type HostFacts } from './host.ts';
export { DOCTOR_LINES } from './lines.ts';
export { renderExamination, renderExaminationJson } from './render.ts';
