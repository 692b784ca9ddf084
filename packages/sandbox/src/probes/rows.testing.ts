/** One probe: its id, how a guest is asked for it, and whether it may run where nothing confines it. */
export interface ProbeRow {
  readonly id: string;
  /** The guest's own name of it. */
  readonly ask: string;
  /** @param pid - of the parent, or of another tenant's runner. */
  argument(pid: number): string;
  /** Takes what a machine has: only for the confined. */
  readonly bomb: boolean;
}

const BOMBS = /^(take_|write_all_to_disk)/;

/** A probe in C, by the name in its source. */
export const cRow = (name: string): ProbeRow => ({ id: `c/${name}`, ask: 'c', argument: (pid) => `${name} ${pid}`, bomb: BOMBS.test(name) });

const js = (id: string, ask: string, argument: string | ((pid: number) => string) = '', bomb = false): ProbeRow => ({
  id: `js/${id.replaceAll(' ', '_')}`,
  ask,
  argument: typeof argument === 'string' ? () => argument : argument,
  bomb,
});

const FILE = '/tmp/horngate-probe';

export const JS_ROWS: readonly ProbeRow[] = [
  js('read users', 'readFile', '/etc/passwd'),
  js('read environment of victim', 'readFile', (pid) => `/proc/${pid}/environ`),
  js('read own status', 'readFile', '/proc/self/status'),
  js('list root', 'listFolder', '/'),
  js('list processes', 'listFolder', '/proc'),
  js('list descriptors', 'listFolder', '/proc/self/fd'),
  js('write a file', 'writeFile', FILE),
  js('empty a file', 'truncate', FILE),
  js('make a folder', 'makeFolder', '/tmp/horngate-probe-folder'),
  js('make a link', 'link', '/tmp/horngate-probe-link'),
  js('make a hard link', 'hardLink', '/tmp/horngate-probe-hard'),
  js('copy users', 'copyFile', FILE),
  js('change modes', 'changeMode', FILE),
  js('change the mask', 'changeMask'),
  js('change folder', 'changeFolder', '/etc'),
  js('watch a folder', 'watchFile', '/tmp'),
  js('see that a file exists', 'existence', '/etc/passwd'),
  js('resolve a path', 'resolvePath', '/etc'),
  js('open descriptor 0 again', 'reopenInput'),
  js('open standard error again', 'reopenError'),
  js('require a file', 'requireFile', '/etc/passwd'),
  js('import a file', 'importFile', '/etc/passwd'),
  js('load a library', 'load', '/usr/lib/x86_64-linux-gnu/libz.so.1'),
  js('spawn a shell', 'spawn', '/bin/sh'),
  js('spawn below the library', 'innerSpawn'),
  js('fork node', 'fork'),
  js('fork a cluster', 'clusterFork'),
  js('execute itself', 'executeItself', process.execPath),
  js('listen', 'listen'),
  js('serve HTTP', 'httpServer'),
  js('connect', 'connect', '127.0.0.1:1'),
  js('connect to a name', 'connectUnix', '/run/dbus/system_bus_socket'),
  js('listen on an abstract name', 'unixName', '\0horngate-probe'),
  js('send datagrams', 'datagram'),
  js('resolve a name', 'resolveName', 'localhost'),
  js('fetch', 'fetch', 'http://127.0.0.1:1/'),
  js('signal victim', 'signal', String),
  js('debug victim', 'debug', String),
  js('open an inspector', 'inspector'),
  js('become root', 'becomeRoot'),
  js('become a group', 'becomeGroup'),
  js('raise priority', 'priority'),
  js('start a thread', 'threads', '1'),
  js('compile WebAssembly', 'wasm'),
  js('write the heap', 'heapSnapshot', '/tmp/horngate-probe.heapsnapshot'),
  js('write a report', 'writeReport', '/tmp/horngate-probe.json'),
  js('list network cards', 'networkCards'),
  js('ask for processors', 'processors'),
  js('ask for the user', 'whoAmI'),
  js('ask for the host', 'hostName'),
  js('take buffers', 'memory', '900', true),
  js('take the heap', 'heap', '', true),
  js('compute for ever', 'cpu', '', true),
];
