// zod compiles its validators with `new Function` where it may. The page's content security policy
// forbids that, and the browser reports even the attempt: this has to run before any schema is made.
const scope = globalThis as { __zod_globalConfig?: { jitless?: boolean } };
scope.__zod_globalConfig = { ...scope.__zod_globalConfig, jitless: true };

export {};
