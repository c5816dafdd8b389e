#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "boundaries/question/criteria.h"

namespace placewright::boundaries {

/// What the partnership asks for. Every key of the TOML file is optional; the defaults are those of the
/// members.
struct Brief {
  struct Population {
    double min = 30000, max = 50000;
    std::optional<double> target;
    std::string denominator = "resident";  ///< "resident", "registered", "weighted:<scheme>"
    bool hard = true;
  } population;
  std::optional<std::uint32_t> count;
  struct Hold {
    std::vector<std::string> within, whole;
  } hold;  ///< boundary kinds: lad, msoa, ward, pcn, ...
  using Weights = WeightsOf<std::map<std::string, double>>;
  Weights weights;
  /// The style that the weights come from (styles.h), "" none: where the place has wards or PCNs that
  /// `weights` does not name, the style says what following them weighs.
  std::string style;
  struct Deprivation {
    std::string measure = "imd_score", aim = "gather", weight_by = "population";
  } deprivation;
  struct Access {
    std::map<std::string, double> kinds{{"gp", 1.0}};
    std::string mode = "walk";
  } access;
  struct Change {
    std::string from;
    std::optional<double> max_people;
  };
  std::optional<Change> change;
  /// keep_together, keep_apart, lock, link and cut share one form.
  struct Rule {
    std::vector<std::string> areas;
    std::string neighbourhood;  ///< lock only: the id that the areas keep; without areas: that neighbourhood
                                ///< of change.from
    std::string why, by;
    bool hard = true;
    double weight = 1;  ///< of a soft wish among the wishes
  };
  std::vector<Rule> keep_together, keep_apart, locks, links, cuts;
  /// Which multi-neighbourhood each neighbourhood belongs to. Either `kind` or `members`, or neither.
  struct Levels {
    std::string kind;  ///< of units: each neighbourhood belongs to the one where most of its people live
    std::map<std::string, std::vector<std::string>>
        members;  ///< by multi-neighbourhood: ids of neighbourhoods, or codes of areas in them
  } levels;
};

/// Reads a brief. Throws InputError with file, line, key for anything unknown or out of range.
[[nodiscard]] Brief parse_brief(std::string_view toml, std::string_view file_name);
[[nodiscard]] Brief read_brief(const std::string& path);
/// The text itself names the least or the most people of a neighbourhood; else the bounds are the defaults,
/// and nobody's wish.
[[nodiscard]] bool names_bounds(std::string_view toml);
/// The brief as TOML that parse_brief reads back to the same value.
[[nodiscard]] std::string write_brief(const Brief& brief);

}  // namespace placewright::boundaries
