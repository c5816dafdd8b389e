#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/workforce/plain_figures.h"

/// What a plan of staff would change, worked out a second time: moves, sites, years ahead, territories and
/// who covers whom. Slow and plain.
namespace placewright::plain {

/// Staff after `wte` of a group left a neighbourhood; `arrive`: share of them that each area gets.
[[nodiscard]] Staff move_staff(const datasets::Place& place, Staff staff, const std::string& group,
                               const std::string& from, const std::vector<double>& arrive, double wte);
/// Those shares for a neighbourhood (by people) and for a base (by travel from it); all 0 where nobody is.
[[nodiscard]] std::vector<double> arrive_in(const datasets::Place& place, const std::string& neighbourhood);
[[nodiscard]] std::vector<double> arrive_at(const datasets::Place& place, const std::string& base);
/// WTE of a group in a neighbourhood.
[[nodiscard]] double staff_in(const datasets::Place& place, const Staff& staff, const std::string& group,
                              const std::string& neighbourhood);

/// Staff who can be moved together, and minutes from where they sit to each unit.
struct Pool {
  std::size_t unit = 0;
  double wte = 0;
  std::vector<double> minutes;
};
/// Of one group, over the units (ids in order) that take part.
[[nodiscard]] std::vector<Pool> pools_of(const datasets::Place& place, const Staff& staff,
                                         const std::string& group, const std::vector<std::string>& units);
struct Least {
  double left = 0, moved = 0, wte_minutes = 0;
};
/// Least left short or over, then least moved, then least WTE times minutes: three linear programs.
[[nodiscard]] Least least_moves(const std::vector<Pool>& pools, const std::vector<double>& fair,
                                double tolerance, double longest);

/// Best worth of `count` new sites among the areas' points, by trying all; aim "median", "covering" or
/// "centre".
[[nodiscard]] double best_sites(const datasets::Place& place, const std::string& kind,
                                const std::string& mode, const std::string& aim, int count, double threshold);

struct Ahead {
  double people_now = 0, people_then = 0, weighted_now = 0, weighted_then = 0, wte = 0, silent = 0;
  bool missing = false;
};
/// Units in 2035 by one edition, weights by scheme "ages" over the place's people or all 1; "" is the place.
[[nodiscard]] std::map<std::string, Ahead> project_units(const datasets::Place& place, const Staff& staff,
                                                         const Known& known, const std::string& scheme,
                                                         const std::string& edition);

/// Share of each area within a footprint.
[[nodiscard]] std::vector<double> share_in_footprint(const datasets::Place& place,
                                                     const std::string& footprint);

/// Rows of staff that cover an area: by row of the workforce table.
struct Covering {
  struct Row {
    double wte = 0, minutes = 0;  ///< that fall to the area; from the base or practice (NaN not told)
  };
  std::map<std::size_t, Row> rows;
  std::size_t few = 0;                     ///< rows that follow a list of hardly anybody here
  std::vector<std::string> without_staff;  ///< footprints that no such row names
};
[[nodiscard]] Covering who_covers(const datasets::Place& place, const Staff& staff, std::size_t area);

/// PCNs against neighbourhoods in registered patients.
struct Fit {
  std::map<std::string, std::map<std::string, double>> patients;  ///< PCN, neighbourhood
  double many = 0, one = 0;                                       ///< share of patients in the matched one
  std::map<std::string, double> effective;                        ///< number of PCNs in a neighbourhood
};
[[nodiscard]] Fit fit_of_pcns(const datasets::Place& place);

}  // namespace placewright::plain
