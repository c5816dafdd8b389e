#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "datasets/place/place.h"

/// What the words of --within mean: which areas lie in the units of these names or codes.
namespace placewright::datasets {

/// Which areas lie in the units that were asked for.
struct Within {
  std::vector<std::uint8_t> inside;  ///< a row an area
  std::vector<std::string>
      names;  ///< of the units, in the order they were asked for; none where areas were named one by one
  std::string codes;  ///< their codes, separated by commas, as they can be asked for again
  std::string words;  ///< "Cambridge, the local authority"
};

/// A name as names are compared: lower case, without punctuation and accents, "&" as "and".
[[nodiscard]] std::string folded_name(std::string_view name);

/// The units that areas are made up to, by kind: authorities first, then counties, combined authorities,
/// ICBs, regions, and only then wards, parishes and whatever else has a name. Needs: areas and boundaries
/// live as long as this does.
class Territories {
 public:
  Territories(const Areas& areas, const std::vector<const Boundary*>& boundaries);

  /// The first kind in which every term has a match is taken; codes are taken as they are, whatever their
  /// kind. A text that is a name as a whole is not split at its commas. Throws InputError: with the five
  /// nearest names where nothing bears a name, and with all units to choose from by code where several of a
  /// kind do.
  [[nodiscard]] Within find(const std::string& within) const;

 private:
  struct Unit {
    std::size_t kind = 0;
    std::string code, name, of;  ///< of: the authority it lies in, where names alone do not tell
    std::vector<std::uint32_t> rows;
    std::vector<const Boundary*> boundaries;
  };
  struct Kind {
    std::string word, words;  ///< "local authority", "local authorities"
    bool large =
        false;  ///< of the tiers above wards; two units of one name are one unit whose code has changed
    std::unordered_map<std::string, std::vector<std::uint32_t>> exact, loose;  ///< folded name -> units
  };
  using Chosen = std::vector<std::vector<std::uint32_t>>;  ///< units of each term

  std::uint32_t unit_of(std::size_t kind, const std::string& code, const std::string& name,
                        const std::string& of);
  void add_columns(std::size_t kind, std::string_view code, std::string_view ods,
                   const std::vector<std::string>& names);
  void add_name(std::uint32_t unit, const std::string& name);
  void add_names_of_areas();
  void add_boundaries(const std::vector<const Boundary*>& boundaries);
  [[nodiscard]] std::vector<std::uint32_t> find_term(const std::string& term, std::size_t kind,
                                                     bool loosely) const;
  [[nodiscard]] bool find_terms(const std::vector<std::string>& parts, std::size_t from, std::size_t kind,
                                bool loosely, Chosen& chosen, std::vector<std::string>& terms) const;
  [[nodiscard]] Within taken(const Chosen& chosen) const;
  [[noreturn]] void throw_not_found(const std::string& within, const std::vector<std::string>& parts) const;
  void expect_one_each(const std::string& within, const Chosen& chosen,
                       const std::vector<std::string>& terms) const;

  const Areas* areas_;
  std::vector<Kind> kinds_;
  std::vector<Unit> units_;
  std::unordered_map<std::string, std::uint32_t> by_key_;  ///< kind and code, or kind, name and authority
  std::unordered_map<std::string, std::vector<std::uint32_t>>
      by_code_;  ///< lower case -> units, in the order of kinds
};

}  // namespace placewright::datasets
