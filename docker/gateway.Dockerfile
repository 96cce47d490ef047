# syntax=docker/dockerfile:1
# Millrace gateway: the console, and one address for the REST API of all services. Built from the root:
#   docker build --file docker/gateway.Dockerfile --tag millrace/gateway .
FROM node:24-bookworm-slim@sha256:d6aa754f16b3197301076f047b5def2f02ea1dbbc2ca920407d46d7ec7f87b20 AS build
WORKDIR /millrace
COPY . .
ENV NX_DAEMON=false NX_TUI=false NX_NO_CLOUD=true
RUN npm ci --ignore-scripts && npx nx run console:build

FROM nginx:1.29-alpine@sha256:5616878291a2eed594aee8db4dade5878cf7edcb475e59193904b198d9b830de
LABEL org.opencontainers.image.title="millrace-gateway" \
  org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /millrace/apps/console/dist /usr/share/nginx/html
COPY docker/gateway.nginx.conf /etc/nginx/nginx.conf
USER 101:101
EXPOSE 8080
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=10s --timeout=3s --retries=3 \
  CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"]
