#include "datasets/read/byte_file.h"

#include <cpl_vsi.h>

#include "datasets/read/gdal_guard.h"

namespace placewright::datasets {
namespace {

VSILFILE* open(const std::string& path) {
  guard_gdal();
  return VSIFOpenL(path.c_str(), "rb");
}

}  // namespace

ByteFile::ByteFile(const std::string& path) : file_(open(path)) {
  if (path.starts_with("/vsigzip/")) return;  // announces nothing: GDAL would unpack all of it to count
  VSIStatBufL stat;
  if (VSIStatL(path.c_str(), &stat) == 0) size_ = static_cast<std::uint64_t>(stat.st_size);
}

ByteFile::~ByteFile() {
  if (file_ != nullptr) VSIFCloseL(static_cast<VSILFILE*>(file_));
}

std::size_t ByteFile::read(char* into, std::size_t most) {
  return VSIFReadL(into, 1, most, static_cast<VSILFILE*>(file_));
}

}  // namespace placewright::datasets
