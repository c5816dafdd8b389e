#pragma once

#include <string>

#include "boundaries/output/plan_tables.h"

namespace placewright::boundaries::output {

/// One page, without network, on which a resident types a postcode and reads the neighbourhood; what stands
/// behind # in its address is looked up at once. Its only script is named by its checksum in the page's
/// security policy, so that nothing in a name can run. Needs: a place with postcodes. Size: about 3 bytes a
/// postcode.
[[nodiscard]] std::string postcode_page(const DescribedPlan& described);

}  // namespace placewright::boundaries::output
