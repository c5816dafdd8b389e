#include <cstdio>

#include "boundaries/engine/search.h"
#include "boundaries/from_place/problem.h"
#include "datasets/demo/demo.h"

int main() {
  const auto place = placewright::datasets::make_demo({60, 1});
  const auto asked = placewright::boundaries::build_problem(place, {});
  const auto found = placewright::boundaries::search(asked.problem, {});
  std::printf("%zu areas, total %.3f\n", place.areas.size(), found.total);
}
