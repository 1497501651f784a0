# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT, a source with the text of SCRIPT.
file(READ "${SCRIPT}" text)
file(WRITE "${OUTPUT}" "// Generated from node_runtime.cjs.
#include \"emulator/lambda/node_runtime.h\"

namespace genesys_cfn::emulator {

const std::string_view kNodeRuntime = R\"FILE(${text})FILE\";

}  // namespace genesys_cfn::emulator
")
