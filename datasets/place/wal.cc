#include "datasets/place/wal.h"

#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "geo/error.h"

namespace placewright::datasets {
namespace fs = std::filesystem;

bool is_wal_file(const std::string& path) {
  constexpr std::size_t kWriteVersion = 18, kReadVersion = 19;  // bytes of the header; 2: WAL
  std::array<char, 20> header{};
  std::ifstream in(path, std::ios::binary);
  return in.read(header.data(), header.size()) && header[kWriteVersion] == 2 && header[kReadVersion] == 2;
}

bool is_on_network(const std::string& path) {
  // NFS, SMB, CIFS, SMB2, Coda, AFS, 9P, FUSE (sshfs and the like): linux/magic.h
  constexpr std::array<unsigned long, 8> kinds{0x6969,     0x517b,     0xff534d42, 0xfe534d42,
                                               0x73757245, 0x5346414f, 0x01021997, 0x65735546};
  struct statfs where {};
  if (statfs(path.c_str(), &where) != 0) return false;
  const auto kind = static_cast<unsigned long>(where.f_type) & 0xffffffffUL;
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

WalCopy::WalCopy(const std::string& path) {
  std::error_code error;
  std::string pattern = (fs::temp_directory_path(error) / "placewright-XXXXXX").string();
  if (error || ::mkdtemp(pattern.data()) == nullptr)
    throw geo::InputError{{path,
                           "is in WAL mode in a folder that cannot be written to, and no copy can be made",
                           "make room in the folder for temporary files (TMPDIR)"}};
  folder_ = pattern;
  path_ = (fs::path(folder_) / "place.gpkg").string();
  const auto real = fs::canonical(path, error);
  if (!error) fs::copy_file(real, path_, error);
  if (!error && fs::exists(real.string() + "-wal"))
    fs::copy_file(real.string() + "-wal", path_ + "-wal", error);
  if (!error) {
    for (const auto& file : {path_, path_ + "-wal"})
      fs::permissions(file, fs::perms::owner_write, fs::perm_options::add, error);
    return;
  }
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
  throw geo::InputError{{path, "cannot be copied to be read: " + error.message(),
                         "check that you may read it, and its -wal beside it"}};
}

WalCopy::~WalCopy() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

}  // namespace placewright::datasets
