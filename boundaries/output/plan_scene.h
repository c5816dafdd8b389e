#pragma once

#include "boundaries/output/plan_tables.h"
#include "boundaries/output/scene.h"

namespace placewright::boundaries::output {

enum class ColourBy { neighbourhood, deprivation };

/// The plan as a map: areas filled, neighbourhoods outlined and labelled, practices marked, legend, sources.
/// tolerance_m: lines are simplified by at most so much, without gaps (0: as they are).
[[nodiscard]] Scene plan_scene(const DescribedPlan& described, ColourBy colour_by, double tolerance_m);

/// The box around the areas of the place, context left out, with a margin. Needs: areas with shapes; else a
/// unit box.
[[nodiscard]] geo::Box plan_extent(const DescribedPlan& described);

/// What every picture carries: which plan with date and hash; where it came from; then sources and licence
/// lines.
[[nodiscard]] std::vector<std::string> attribution_lines(const DescribedPlan& described);

/// Twelve hexadecimal digits that name the assignment: FNV-1a over area code and neighbourhood id, in order.
[[nodiscard]] std::string plan_hash(const datasets::PlanRecord& plan);

}  // namespace placewright::boundaries::output
