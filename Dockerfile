# docker build -t portico . && docker run -d --name portico -p 127.0.0.1:8080:8080 -v portico:/data portico
FROM node:24-slim AS node

FROM golang:1.26 AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /src
COPY . .
RUN make build && mkdir /empty

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /src/portico /portico
COPY --from=build --chown=65532:65532 /empty /data
USER 65532:65532
WORKDIR /data
VOLUME /data
EXPOSE 8080
ENV PORTICO_DATA=/data/portico.db PORTICO_LISTEN=:8080 TMPDIR=/data
ENTRYPOINT ["/portico"]
CMD ["serve"]
