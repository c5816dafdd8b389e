#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

#include "datasets/demo.h"
#include "datasets/place_file.h"

namespace placewright::viewer {

/// A small invented place in a folder of its own that goes with it.
struct DemoFile {
  explicit DemoFile(std::size_t areas = 120) {
    folder = std::filesystem::temp_directory_path() / ("placewright-viewer-test-" + std::to_string(getpid()) + "-" + std::to_string(number++));
    std::filesystem::create_directories(folder);
    path = (folder / "demo.gpkg").string();
    datasets::write_new_place(path, datasets::make_demo({areas, 1}), std::string(datasets::kDemoMadeAt));
  }
  ~DemoFile() {
    std::error_code failed;
    std::filesystem::remove_all(folder, failed);
  }
  DemoFile(const DemoFile&) = delete;
  DemoFile& operator=(const DemoFile&) = delete;
  static inline int number = 0;
  std::filesystem::path folder;
  std::string path;
};

}  // namespace placewright::viewer
