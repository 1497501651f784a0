#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# score.zip, the package of the action Score. The same files give the same bytes, and so the same digest, whenever and
# wherever they were checked out: a zip has the times and the modes of its files, which git does not keep.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r score/src "$work"
find "$work/src" -type f -exec chmod 644 {} + -exec touch -d 1980-01-02T00:00:00Z {} +
rm -f score.zip
to=$PWD/score.zip
cd "$work"
find src -type f | LC_ALL=C sort | TZ=UTC zip --quiet -X "$to" -@
