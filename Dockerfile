# Two images of one program: `kinlab`, any of its commands (the services of compose.yaml), and `kinlab-aws`,
# the emulator alone, for other programs.

FROM node:24-bookworm-slim AS program
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY . .
# The program makes one file of itself at its first run, and its page at the first look. What made them
# then stays out (Node 24 needs no tsx either), as do declarations, source maps, pages, and every data set but the two that are replayed.
RUN node bin/kinlab.js --version \
 && node --eval "import('./dashboard/bundle.ts').then(({ bundlePage }) => bundlePage())" \
 && rm -r node_modules/tsx node_modules/esbuild node_modules/@esbuild \
 && find node_modules/vega-datasets/data -type f ! -name earthquakes.json ! -name flights-20k.json -delete \
 && find node_modules -type f -regex '.*\.\(d\.[cm]?ts\|map\|md\)' ! -path '*/.cache/*' -delete

FROM node:24-bookworm-slim AS kinlab
ENV NODE_ENV=production
WORKDIR /app
COPY --from=program /app .
USER node
ENTRYPOINT ["node", "--max-semi-space-size=2", "--optimize-for-size", "bin/kinlab.js"]

FROM kinlab AS kinlab-aws
# A new volume takes over whose this folder is.
USER root
RUN install --directory --owner=node --group=node /data
USER node
EXPOSE 4566
CMD ["serve", "--host", "0.0.0.0", "--port", "4566", "--provision", "lab"]
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --start-interval=500ms --retries=3 CMD ["node", "docker/is-healthy.mjs", "4566"]
