#include "boundaries/score.h"

namespace placewright::boundaries {

Score score(const Problem&, const Labels&) { return {}; }

}  // namespace placewright::boundaries
