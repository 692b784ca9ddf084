type Level = 'all' | 'basic';

/**
 * Opens a graph with all of ONNX Runtime's optimisations, or with the basic ones where it refuses it then: it fuses operators into some of its own
 * (`com.microsoft`), and lacks kernels of these for float64 (QuickGelu of x * sigmoid(x), as of 1.30).
 */
export const unfused = <Session>(open: (level: Level) => Promise<Session>): Promise<Session> =>
  open('all').catch((error: unknown) => {
    if (error instanceof Error && error.message.includes('com.microsoft')) return open('basic');
    throw error;
  });
