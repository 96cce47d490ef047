# syntax=docker/dockerfile:1
# Millrace inference: serves the champions and logs predictions. Built from the root of the repository:
#   docker build --file docker/inference.Dockerfile --tag millrace/inference .
FROM node:24-bookworm-slim@sha256:d6aa754f16b3197301076f047b5def2f02ea1dbbc2ca920407d46d7ec7f87b20 AS build
WORKDIR /millrace
COPY . .
ENV NX_DAEMON=false NX_TUI=false NX_NO_CLOUD=true
RUN npm ci --ignore-scripts && npx nx run inference:build
# The bundle stands by itself but for a few packages, which are copied as the lock file names them.
RUN node tools/build/copy-externals.mjs inference \
  && find apps/inference/dist -name '*.map' -delete \
  && cp docker/health-check.mjs apps/inference/dist/ \
  && mkdir empty

FROM gcr.io/distroless/nodejs24-debian12:nonroot@sha256:14d42e2511532589a7c7e01a753667a74fcc96266e137e8125006b87b0c32d0a
ARG MILLRACE_CODE_COMMIT=unknown
LABEL org.opencontainers.image.title="millrace-inference" \
  org.opencontainers.image.description="Millrace inference: serves the champions and logs predictions." \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.revision="$MILLRACE_CODE_COMMIT"
WORKDIR /app
COPY --from=build /millrace/apps/inference/dist ./
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
# One helper thread for the engine's garbage collector and compiler: more compete with requests (docs/decisions/0009).
CMD ["--disable-proto=delete", "--v8-pool-size=1", "main.js"]
