#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "boundaries/workforce/cover/coverage.h"
#include "boundaries/workforce/plan/projection.h"
#include "datasets/place/place.h"
#include "geo/finding.h"

namespace placewright::boundaries::workforce {

struct ProjectionQuestion {
  int to = 0;
  std::optional<int> from;  ///< base year; nothing: the first year the projection has
  std::string measure;      ///< "" population; else a measure of the projection table (POPPI, PANSI)
  std::string scheme;  ///< of need: a scheme with age weights, "none", "" (first of the place, else example)
  std::vector<std::string> groups;  ///< role groups that count; empty: all
  ProjectionRule rule;              ///< its weight and years are filled in here
  enum class Rate { own, place, target } rate = Rate::own;
  double target = 0;                      ///< WTE per 10,000 weighted people
  std::map<std::string, double> housing;  ///< people of new homes by area code at the horizon
};

struct UnitProjection {
  std::string id, name;
  double wte = 0;
  Requirement central;   ///< of the middle edition
  Range range;           ///< over editions; +/- rule.range where there is one
  bool missing = false;  ///< a parent or the ages are not in the tables
};

struct PlaceProjection {
  int from = 0, to = 0;
  std::string scheme;
  std::vector<std::string> editions, bands;
  std::vector<double> weight;         ///< of each band, place mean
  std::vector<UnitProjection> units;  ///< by neighbourhood id
  UnitProjection whole;
  std::vector<geo::Finding>
      findings;  ///< CONSTANT_SHARE, NO_HOUSING, PROJECTION_MISSING; and what is doubtful about the staff
  TableRating rating;  ///< of them all
};

/// Neighbourhoods of a plan at a horizon year by the constant share of their authorities' projection, age
/// band by age band; rates are over people whose staff are known. A year between two of the projection lies
/// on the straight line between them (a finding). Throws InputError when the place has no ages, no
/// projection, or the projection begins after or ends before a year.
[[nodiscard]] PlaceProjection project_place(const datasets::Place& place, const datasets::PlanRecord& plan,
                                            const ProjectionQuestion& question);

/// Years that the place's projection has people by age for: of population, or of another measure. The first
/// is the base.
[[nodiscard]] std::set<int> projection_years(const datasets::Place& place, const std::string& measure = "");

/// A file of new homes: area_code,people (people living in them at the horizon). Throws InputError.
[[nodiscard]] std::map<std::string, double> read_housing(const std::string& path);

}  // namespace placewright::boundaries::workforce
