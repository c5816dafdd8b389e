#include "datasets/byte_file.h"

#include <cpl_vsi.h>

namespace placewright::datasets {

ByteFile::ByteFile(const std::string& path) : file_(VSIFOpenL(path.c_str(), "rb")) {
  VSIStatBufL stat;
  if (VSIStatL(path.c_str(), &stat) == 0) size_ = static_cast<std::uint64_t>(stat.st_size);
}

ByteFile::~ByteFile() {
  if (file_ != nullptr) VSIFCloseL(static_cast<VSILFILE*>(file_));
}

std::size_t ByteFile::read(char* into, std::size_t most) { return VSIFReadL(into, 1, most, static_cast<VSILFILE*>(file_)); }

}  // namespace placewright::datasets
