import { join } from 'node:path';
import express, { Router } from 'express';

/** A built single-page application: its files, and its page for every address that names no file. */
export function staticSite(folder: string): Router {
  const router = Router();
  router.use(express.static(folder, { index: 'index.html' }));
  router.get('/{*address}', (request, response, next) => {
    const asksForPage =
      request.accepts(['html', 'json']) === 'html' && !/\.\w+$|^\/api\//.test(request.path);
    if (!asksForPage) {
      next();
      return;
    }
    response.sendFile(join(folder, 'index.html'));
  });
  return router;
}
