#pragma once

#include <optional>
#include <string>
#include <vector>

#include "boundaries/from_place/problem.h"
#include "boundaries/judge/splits.h"
#include "datasets/place/place.h"

namespace placewright::boundaries::output {

/// How primary care networks and practices lie in a plan, by where their registered patients live.
struct PcnFit {
  std::vector<std::string> pcn;  ///< codes, sorted
  CrossTable patients;           ///< patients by PCN and label
  double materiality = 0;        ///< share from which on a part counts: the place's own or the program's
  double alignment = 0;          ///< share of patients who live where most of their PCN's patients do
  double one_to_one = 0;         ///< the same when each neighbourhood is matched to one PCN only
  std::vector<double> effective_pcns;  ///< exp(entropy) of PCNs by label; NaN without patients
  Splits splits;
  struct Practice {
    std::string code, name;
    double patients = 0;      ///< in the plan
    double kept = 0;          ///< in the neighbourhood with most of them
    std::uint32_t parts = 0;  ///< neighbourhoods with the material share of them
  };
  std::vector<Practice> practices;  ///< those with more than one part, by patients outside the main one
};

/// Nothing where the place has no registrations. Practices without a known PCN count among practices only.
[[nodiscard]] std::optional<PcnFit> measure_pcn_fit(const datasets::Place& place,
                                                    const PlaceProblem& question, const Labels& labels);

}  // namespace placewright::boundaries::output
