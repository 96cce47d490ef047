# syntax=docker/dockerfile:1
# Millrace drift-monitor: compares data and asks for retraining. Built from the root of the repository:
#   docker build --file docker/drift-monitor.Dockerfile --tag millrace/drift-monitor .
FROM node:24-bookworm-slim@sha256:d6aa754f16b3197301076f047b5def2f02ea1dbbc2ca920407d46d7ec7f87b20 AS build
WORKDIR /millrace
COPY . .
ENV NX_DAEMON=false NX_TUI=false NX_NO_CLOUD=true
RUN npm ci --ignore-scripts && npx nx run drift-monitor:build
# The bundle stands by itself but for a few packages, which are copied as the lock file names them.
RUN node tools/build/copy-externals.mjs drift-monitor \
  && find apps/drift-monitor/dist -name '*.map' -delete \
  && cp docker/health-check.mjs apps/drift-monitor/dist/ \
  && mkdir empty

FROM gcr.io/distroless/nodejs24-debian12:nonroot@sha256:14d42e2511532589a7c7e01a753667a74fcc96266e137e8125006b87b0c32d0a
ARG MILLRACE_CODE_COMMIT=unknown
LABEL org.opencontainers.image.title="millrace-drift-monitor" \
  org.opencontainers.image.description="Millrace drift-monitor: compares data and asks for retraining." \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.revision="$MILLRACE_CODE_COMMIT"
WORKDIR /app
COPY --from=build /millrace/apps/drift-monitor/dist ./
COPY --from=build --chown=65532:65532 /millrace/empty /data
USER 65532:65532
ENV NODE_ENV=production \
  MILLRACE_HOST=0.0.0.0 \
  MILLRACE_HTTP_PORT=8080 \
  MILLRACE_GRPC_PORT=9090 \
  MILLRACE_DATA_DIR=/data \
  MILLRACE_CODE_COMMIT=$MILLRACE_CODE_COMMIT
EXPOSE 8080 9090
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["/nodejs/bin/node", "/app/health-check.mjs"]
CMD ["--disable-proto=delete", "main.js"]
