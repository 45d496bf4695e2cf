#!/bin/bash
# Ollama from its source by the Go module proxy, whose checksum database vouches for it. Modules come without their
# `vendor` folders: two of the headers that are missing are Debian's, the third is a stand-in. The processor's own
# backend is compiled in; those for graphics cards are libraries beside it, which are not built.
set -euo pipefail

version=0.17.4
mmdebstrap --quiet --variant=extract --include=nlohmann-json3-dev,libstb-dev bookworm debian
mkdir -p headers
cp -r debian/usr/include/nlohmann debian/usr/include/stb headers/
cp -r "$GM_IMAGES/ollama/miniaudio" headers/
rm -r debian

CGO_ENABLED=1 CGO_CPPFLAGS=-I$PWD/headers GOBIN=$PWD GOFLAGS=-buildvcs=false go install -trimpath \
  -ldflags="-s -w -X=github.com/ollama/ollama/version.Version=$version" "github.com/ollama/ollama@v$version"
rm -r headers
