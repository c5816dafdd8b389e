#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

#include "datasets/demo/demo.h"
#include "datasets/place/file.h"

namespace placewright::viewer {

/// A folder that goes with its owner.
struct OwnFolder {
  OwnFolder() {
    folder = std::filesystem::temp_directory_path() /
             ("placewright-viewer-test-" + std::to_string(getpid()) + "-" + std::to_string(number++));
    std::filesystem::create_directories(folder);
  }
  ~OwnFolder() {
    std::error_code failed;
    std::filesystem::remove_all(folder, failed);
  }
  OwnFolder(const OwnFolder&) = delete;
  OwnFolder& operator=(const OwnFolder&) = delete;
  static inline int number = 0;
  std::filesystem::path folder;
};

/// A small invented place in a folder of its own that goes with it.
struct DemoFile : OwnFolder {
  explicit DemoFile(std::size_t areas = 120) : path((folder / "demo.gpkg").string()) {
    datasets::write_new_place(path, datasets::make_demo({areas, 1}), std::string(datasets::kDemoMadeAt));
  }
  std::string path;
};

}  // namespace placewright::viewer
