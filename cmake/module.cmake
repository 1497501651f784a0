# SPDX-License-Identifier: Apache-2.0
# genesys_cfn_module(NAME base SOURCES a.cc b.cc [DEPENDS json] [LIBRARIES SQLite::SQLite3])
# genesys_cfn_test(NAME base SOURCES a_test.cc [DEPENDS testing])
#
# A folder is one static library `genesys_cfn_<name>`; its tests, which stand beside the sources, are one program.
# DEPENDS names other modules; LIBRARIES are third-party targets that only this module's sources may include.
function(genesys_cfn_module)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;DEPENDS;LIBRARIES" ${ARGN})
  add_library(genesys_cfn_${ARG_NAME} STATIC ${ARG_SOURCES})
  target_link_libraries(genesys_cfn_${ARG_NAME} PUBLIC genesys_cfn_options)
  foreach(dependency IN LISTS ARG_DEPENDS)
    target_link_libraries(genesys_cfn_${ARG_NAME} PUBLIC genesys_cfn_${dependency})
  endforeach()
  if(ARG_LIBRARIES)
    target_link_libraries(genesys_cfn_${ARG_NAME} PRIVATE ${ARG_LIBRARIES})
  endif()
endfunction()

function(genesys_cfn_test)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;DEPENDS" ${ARGN})
  add_executable(${ARG_NAME}_test ${ARG_SOURCES})
  target_link_libraries(${ARG_NAME}_test PRIVATE genesys_cfn_options GTest::gmock GTest::gtest_main)
  foreach(dependency IN LISTS ARG_DEPENDS)
    target_link_libraries(${ARG_NAME}_test PRIVATE genesys_cfn_${dependency})
  endforeach()
  target_compile_definitions(${ARG_NAME}_test PRIVATE
    GENESYS_CFN_SOURCE_DIR="${PROJECT_SOURCE_DIR}" GENESYS_CFN_CORPUS_DIR="${PROJECT_SOURCE_DIR}/../shared/corpus")
  add_test(NAME unit.${ARG_NAME} COMMAND ${ARG_NAME}_test --gtest_brief=1)
  set_tests_properties(unit.${ARG_NAME} PROPERTIES LABELS unit TIMEOUT 300)
endfunction()
