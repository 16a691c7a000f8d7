# An image in which the tools stand where a Mac has them:
#   docker build -t mactoolemu . && docker run --rm -v "$PWD:/work" mactoolemu test scenarios
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends make gcc libc6-dev binutils && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Makefile global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY build build
COPY src src
COPY tools tools
RUN make tools

FROM debian:trixie-slim
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends ca-certificates libssl3t64 util-linux zsh && rm -rf /var/lib/apt/lists/*
COPY --from=build /src/artifacts/bin /opt/mactoolemu
COPY LICENSE /opt/mactoolemu/
# Of the smaller commands the image has some itself (date, sed); those stay, and `install` says so and ends with 1.
RUN ln -s /opt/mactoolemu/macemu /usr/local/bin/macemu && { macemu install || [ $? = 1 ]; } && macemu --version
WORKDIR /work
ENTRYPOINT ["macemu"]
CMD ["--help"]
