#include <algorithm>

#include "datasets/check/check.h"
#include "tests/datasets/import_fixture.h"

// What has no place on the map, or lies beyond the border, and is the place's all the same.
namespace placewright::datasets {
namespace {

const Site* find_site(const Place& place, const std::string& id) {
  const auto at =
      std::find_if(place.sites.begin(), place.sites.end(), [&](const auto& site) { return site.id == id; });
  return at == place.sites.end() ? nullptr : &*at;
}

TEST(VirtualService, NeedsNoCoordinatesAndIsNotCalledNotLocated) {
  const Folder folder;
  const auto areas = folder.write("lsoa.geojson", squares_geojson(kThree));
  const auto services =
      folder.write("services.csv",
                   "Service ID,Type,Name,Postcode,Easting,Northing,Organisation,Capacity,Mode\n"
                   "S1,clinic,Falls clinic,,400500,300500,Trust,10,clinic\n"
                   "S2,community,Video physiotherapy,,,,Trust,40,Virtual\n"
                   "S3,clinic,Lost clinic,,,,Trust,5,clinic\n");
  const auto result = import_new({areas, services});
  ASSERT_NE(find_site(result.place, "S1"), nullptr);
  const auto* site = find_site(result.place, "S2");
  ASSERT_NE(site, nullptr) << "a virtual service is kept";
  EXPECT_EQ(site->mode, "virtual");
  EXPECT_EQ(site->capacity, 40);
  EXPECT_EQ(find_site(result.place, "S3"), nullptr) << "a clinic that is nowhere is left out";
  for (const auto& record : result.records)
    if (record.taken_for == "services") {
      EXPECT_EQ(record.rows_matched, 2);
      EXPECT_EQ(record.rows_left_out, 1);
    }
  for (const auto& finding : check_place(result.place))
    EXPECT_NE(finding.code, "SITE_NOT_LOCATED") << finding.what;
}

}  // namespace
}  // namespace placewright::datasets
