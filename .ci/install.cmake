# What `cmake --install` puts where: programs, and the libraries with their headers for programs built on them.
# Headers keep their folders, since includes start at the root: "geo/graph.h" is include/placewright/geo/graph.h.
include(CMakePackageConfigHelpers)

set(programs placewright)
if(TARGET placewright-viewer)
  list(APPEND programs placewright-viewer)
endif()
install(TARGETS ${programs} RUNTIME COMPONENT programs)
install(TARGETS placewright-gdal LIBRARY DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT programs)

set(libraries placewright_house placewright_geo placewright_datasets placewright_boundaries placewright_drawing
  placewright_workforce placewright_sample placewright_output)
foreach(library ${libraries})
  string(REPLACE placewright_ "" short ${library})
  set_target_properties(${library} PROPERTIES EXPORT_NAME ${short})
endforeach()
install(TARGETS ${libraries} EXPORT placewright ARCHIVE COMPONENT development)
install(EXPORT placewright NAMESPACE placewright:: FILE placewright-targets.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/placewright COMPONENT development)
foreach(folder geo datasets boundaries)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${folder} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/placewright
    COMPONENT development FILES_MATCHING PATTERN "*.h" PATTERN cli EXCLUDE)
endforeach()
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/placewright-config.cmake.in
  ${PROJECT_BINARY_DIR}/placewright-config.cmake INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/placewright)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/placewright-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/placewright-config.cmake ${PROJECT_BINARY_DIR}/placewright-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/placewright COMPONENT development)
