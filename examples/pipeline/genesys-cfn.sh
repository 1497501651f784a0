#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Puts genesys-cfn into the PATH of the steps that follow: .github/genesys-cfn.sh of the repository. GENESYS_CFN_URL is
# where your organisation keeps genesys-cfn-VERSION-linux-x86_64.tar.gz, GENESYS_CFN_SHA256 its line in SHA256SUMS.
set -euo pipefail
archive=$(mktemp)
curl --fail --silent --show-error --location "$GENESYS_CFN_URL" --output "$archive"
echo "$GENESYS_CFN_SHA256  $archive" | sha256sum --check --quiet
mkdir -p "$HOME/genesys-cfn"
tar --extract --gzip --file "$archive" --strip-components 1 --directory "$HOME/genesys-cfn"
echo "$HOME/genesys-cfn" >>"$GITHUB_PATH"
