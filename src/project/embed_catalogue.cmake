# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT, a source with every file of DIRECTORY/KIND/.
file(GLOB_RECURSE paths RELATIVE "${DIRECTORY}" "${DIRECTORY}/*/*")
list(SORT paths)
set(rows "")
foreach(path IN LISTS paths)
  string(FIND "${path}" "/" slash)
  string(SUBSTRING "${path}" 0 ${slash} kind)
  math(EXPR slash "${slash} + 1")
  string(SUBSTRING "${path}" ${slash} -1 name)
  file(READ "${DIRECTORY}/${path}" text)
  string(APPEND rows "    {\"${kind}\", \"${name}\", R\"FILE(${text})FILE\"},\n")
endforeach()
file(READ "${DIRECTORY}/gitignore" ignored)
file(WRITE "${OUTPUT}" "// Generated from catalogue/.
#include \"project/catalogue.h\"

namespace genesys_cfn::project {
namespace {

constexpr CatalogueFile kFiles[] = {
${rows}};

}  // namespace

std::span<const CatalogueFile> CatalogueFiles() {
  return kFiles;
}

std::string_view CatalogueGitignore() {
  return R\"FILE(${ignored})FILE\";
}

}  // namespace genesys_cfn::project
")
