#include "datasets/demo/raw.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "datasets/demo/raw_parts.h"
#include "datasets/place/written_beside.h"
#include "geo/error.h"

namespace placewright::datasets {
namespace demo {

void RawFolder::write(std::string_view name, std::string_view content) {
  const auto file = (std::filesystem::path(path) / name).string();
  const WrittenBeside whole(file);
  std::ofstream out(whole.beside(), std::ios::binary);
  out << content;
  out.close();
  if (!out)
    throw geo::InputError{{file, std::string("cannot be written: ") + std::strerror(errno),
                           "check the folder and the space on the disk"}};
  whole.put();
  written.push_back(file);
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string csv_number(double value) { return is_missing(value) ? std::string() : fmt::format("{}", value); }

Vintage make_vintage(const Place& place) {
  Vintage vintage;
  const auto n = place.areas.size();
  vintage.from.resize(n);
  std::size_t old_codes = 0;
  const auto old_code = [&] { return fmt::format("E01{:06}", 950001 + old_codes++); };
  const auto& name = place.areas.name;
  for (std::size_t i = 0; i < n; ++i) {
    const bool has_next = i + 1 < n;
    if (i % 37 == 5 && has_next) {  // split
      const auto c = old_code();
      for (const auto area : {i, i + 1}) {
        vintage.rows.push_back({c, name[i] + "x", area, 'S'});
        vintage.from[area] = {{c, 1.0}};
      }
      ++i;
    } else if (i % 53 == 20) {  // merged
      const auto c = old_code(), d = old_code();
      vintage.rows.push_back({c, name[i] + "x", i, 'M'});
      vintage.rows.push_back({d, name[i] + "y", i, 'M'});
      vintage.from[i] = {{c, 0.55}, {d, 0.45}};
    } else if (i % 101 == 50 && has_next) {  // irregular
      const auto c = old_code(), d = old_code();
      vintage.rows.push_back({c, name[i] + "x", i, 'X'});
      vintage.rows.push_back({c, name[i] + "x", i + 1, 'X'});
      vintage.rows.push_back({d, name[i + 1] + "y", i + 1, 'X'});
      vintage.from[i] = {{c, 1.0}};
      vintage.from[i + 1] = {{c, 0.3}, {d, 0.7}};
      ++i;
    } else {
      vintage.rows.push_back({place.areas.code[i], name[i], i, 'U'});
      vintage.from[i] = {{place.areas.code[i], 1.0}};
    }
  }
  return vintage;
}

}  // namespace demo

std::vector<std::string> write_demo_raw(const Place& place, const DemoOptions&, const std::string& path) {
  std::error_code failed;
  std::filesystem::create_directories(path, failed);
  if (failed)
    throw geo::InputError{{path, "this folder cannot be made: " + failed.message(), "another folder"}};
  demo::RawFolder folder{path, {}};
  const auto vintage = demo::make_vintage(place);
  demo::write_boundaries(place, folder);
  demo::write_census(place, folder);
  demo::write_lookups(place, vintage, folder);
  demo::write_postcodes(place, folder);
  demo::write_registrations(place, vintage, folder);
  demo::write_organisations(place, folder);
  demo::write_networks(place, folder);
  demo::write_staff_returns(place, folder);
  demo::write_own_tables(place, folder);
  demo::write_ground(place, folder);
  return folder.written;
}

}  // namespace placewright::datasets
