#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "datasets/place/place.h"

/// The groups of official files of the demo place; one function a group, each adds what it wrote.
namespace placewright::datasets::demo {

struct RawFolder {
  std::string path;
  std::vector<std::string> written;
  /// Writes a whole file; InputError when that fails.
  void write(std::string_view name, std::string_view content);
};

/// Quoted where a comma, a quote or a line break asks for it.
[[nodiscard]] std::string csv_field(std::string_view text);
/// Digits only as many as needed; "" for missing.
[[nodiscard]] std::string csv_number(double value);

/// How the areas of 2021 came from those of 2011.
struct Vintage {
  struct Row {
    std::string code_2011, name_2011;
    std::size_t area;
    char change;
  };  ///< change: U, S, M or X
  std::vector<Row> rows;
  /// Of each area: the codes of 2011 that its people lived in, and the share of each.
  std::vector<std::vector<std::pair<std::string, double>>> from;
};
[[nodiscard]] Vintage make_vintage(const Place& place);

void write_boundaries(const Place& place, RawFolder& folder);
void write_census(const Place& place, RawFolder& folder);
void write_lookups(const Place& place, const Vintage& vintage, RawFolder& folder);
void write_postcodes(const Place& place, RawFolder& folder);
void write_registrations(const Place& place, const Vintage& vintage, RawFolder& folder);
void write_organisations(const Place& place, RawFolder& folder);
void write_networks(const Place& place, RawFolder& folder);
void write_staff_returns(const Place& place, RawFolder& folder);
void write_own_tables(const Place& place, RawFolder& folder);
void write_ground(const Place& place, RawFolder& folder);

}  // namespace placewright::datasets::demo
