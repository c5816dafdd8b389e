#pragma once

#include <string>
#include <vector>

#include "boundaries/from_place/local_fate.h"
#include "boundaries/from_place/problem.h"
#include "boundaries/judge/score.h"
#include "boundaries/output/table.h"
#include "boundaries/question/plan.h"
#include "datasets/place/place.h"
#include "geo/shape.h"

/// What is known about each neighbourhood of a plan, and the tables made of it.
namespace placewright::boundaries::output {

/// Facts of one neighbourhood. Missing numbers are NaN.
struct NeighbourhoodFacts {
  std::string id, name, parent, parent_name;  ///< parent: the multi-neighbourhood; "" none
  std::uint32_t areas = 0, pieces = 0;
  double residents = 0, registered = 0;  ///< registered: patients of any practice who live here
  double deprivation_mean = 0;           ///< people-weighted mean of the brief's measure
  double priority_share = 0;             ///< share of residents in priority areas
  std::uint32_t practices = 0;           ///< open GP sites that lie here
  double hectares = 0;
  double polsby_popper = 0, reock = 0, convex_hull = 0;  ///< 0..1, of the outline
  double loss_people = 0;  ///< people short of the minimum or over the maximum; 0 inside
  bool locked = false;
  std::string reason;  ///< recorded for an exception
  geo::Shape outline;
  geo::Point label_at;  ///< inside the largest piece
};

/// A plan of a place, ready to be written: rows of the place, facts, score.
struct DescribedPlan {
  const datasets::Place* place = nullptr;
  const datasets::PlanRecord* plan = nullptr;
  std::vector<std::int32_t>
      label_of_area;  ///< row of neighbourhoods for each area of the place; -1: unassigned or context
  std::vector<NeighbourhoodFacts> neighbourhoods;
  std::vector<std::uint32_t> colour;  ///< of each neighbourhood, touching ones differ
  Score score;
  std::vector<geo::Finding> findings;  ///< of the plan and its problem, then those of the imported files
  std::vector<LocalFate> fates;        ///< what became of local knowledge
  double min = 0, max = 0;             ///< the bounds it is judged by
  bool bounds_asked = false;           ///< the plan's brief names them; else they are the defaults
  std::string denominator;  ///< the people that the bounds count: resident, registered, weighted:<scheme>
  std::string measure;      ///< the brief's deprivation measure
};

/// Judges and describes a stored plan by its own brief. The place must outlive the description.
[[nodiscard]] DescribedPlan describe_plan(const datasets::Place& place, const datasets::PlanRecord& plan);

/// The neighbourhood of each area of the place as geo::dissolve takes it; geo::kNoGroup where there is none.
[[nodiscard]] std::vector<std::uint32_t> groups_of(const DescribedPlan& described);

/// id, name, residents, registered, registered/resident, deprivation, priority share, practices, area,
/// compactness, pieces.
[[nodiscard]] Table neighbourhood_table(const DescribedPlan& described);
/// Criteria with weight, loss and reference losses where the plan's record has them.
[[nodiscard]] Table criteria_table(const DescribedPlan& described);
/// The lookup in the layout of the Office for National Statistics: LSOA21CD, LSOA21NM, NBHD<yy>CD,
/// NBHD<yy>NM, MNBH<yy>CD, MNBH<yy>NM, LAD<yy>CD, LAD<yy>NM, ObjectId.
[[nodiscard]] Table lookup_table(const DescribedPlan& described, int two_digit_year);
/// LSOA_(2021)_to_<Place>_Neighbourhood_(<Month>_<YYYY>)_Exact_Fit_Lookup.csv; `date` is ISO 8601.
[[nodiscard]] std::string lookup_file_name(const std::string& place_name, const std::string& date);
/// Each practice: the neighbourhood where most of its patients live with the share, and the one it lies in.
[[nodiscard]] Table practice_table(const DescribedPlan& described);
[[nodiscard]] Table postcode_table(const DescribedPlan& described);

}  // namespace placewright::boundaries::output
