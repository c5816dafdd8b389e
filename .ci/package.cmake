# What an installed program brings beside itself, and the Debian package: `cpack` in the build folder.
# The manual page and the completions are written by the program, so that they cannot differ from it.
set(from ${CMAKE_CURRENT_LIST_DIR}/package)
set(written ${PROJECT_BINARY_DIR}/package)
file(MAKE_DIRECTORY ${written})

set(texts placewright.1 placewright.bash _placewright placewright.fish)
add_custom_command(OUTPUT ${written}/placewright.1 ${written}/placewright.bash ${written}/_placewright
    ${written}/placewright.fish
  COMMAND placewright --man > ${written}/placewright.1
  COMMAND gzip -9nkf placewright.1
  COMMAND gzip -9nc ${from}/placewright-viewer.1 > ${written}/placewright-viewer.1.gz
  COMMAND placewright --completion bash > ${written}/placewright.bash
  COMMAND placewright --completion zsh > ${written}/_placewright
  COMMAND placewright --completion fish > ${written}/placewright.fish
  WORKING_DIRECTORY ${written}
  DEPENDS placewright COMMENT "Writing the manual page and the completions" VERBATIM)
list(TRANSFORM texts PREPEND ${written}/)
add_custom_target(placewright-texts ALL DEPENDS ${texts})

set(share ${CMAKE_INSTALL_DATAROOTDIR})
install(FILES ${written}/placewright.1.gz ${written}/placewright-viewer.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1
  COMPONENT programs)
install(FILES ${written}/placewright.bash DESTINATION ${share}/bash-completion/completions RENAME placewright
  COMPONENT programs)
install(FILES ${written}/_placewright DESTINATION ${share}/zsh/vendor-completions COMPONENT programs)
install(FILES ${written}/placewright.fish DESTINATION ${share}/fish/vendor_completions.d COMPONENT programs)
install(FILES ${from}/placewright.desktop DESTINATION ${share}/applications COMPONENT programs)
install(FILES ${from}/placewright.xml DESTINATION ${share}/mime/packages COMPONENT programs)
install(FILES ${from}/placewright.svg DESTINATION ${share}/icons/hicolor/scalable/apps COMPONENT programs)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/docs/manual.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md
  ${from}/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT programs)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME placewright)
set(CPACK_PACKAGE_CONTACT "The Placewright team <placewright@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "draw neighbourhoods and say who is covered by which staff")
set(CPACK_PACKAGE_DESCRIPTION "Placewright clusters the small areas of a place into neighbourhoods by population,
deprivation and access, shows them on a map where every line can be moved by hand,
and says how equitably the workforce covers them.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL programs)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_PACKAGE_CHECKSUM SHA256)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "fonts-inter | fonts-dejavu-core, fonts-roboto-unhinted, fonts-materialdesignicons-webfont")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libgl1-mesa-dri")
include(CPack)
