# The build needs clang for the bindings of RocksDB.
FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends clang libclang-dev g++ make \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
RUN cargo build --release --locked

FROM debian:bookworm-slim
RUN useradd --system --home-dir /var/lib/assize --create-home assize \
    && apt-get update && apt-get install -y --no-install-recommends ca-certificates libstdc++6 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /build/target/release/assize /usr/local/bin/assize
COPY --from=build /build/vocab /etc/assize/vocab
COPY --from=build /build/mappings /etc/assize/mappings
COPY --from=build /build/shapes /etc/assize/shapes
COPY --from=build /build/samples /etc/assize/releases
WORKDIR /etc/assize
RUN printf 'store = "/var/lib/assize/store"\n' > assize.toml
USER assize
VOLUME /var/lib/assize
EXPOSE 7878
ENTRYPOINT ["/usr/local/bin/assize"]
CMD ["serve", "--bind", "0.0.0.0:7878"]
