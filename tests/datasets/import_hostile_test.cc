#include <arpa/inet.h>
#include <cpl_conv.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <functional>
#include <map>
#include <thread>

#include "datasets/place/plain_text.h"
#include "datasets/read/byte_file.h"
#include "datasets/read/gdal_guard.h"
#include "datasets/read/layers.h"
#include "datasets/read/raster.h"
#include "datasets/read/sqlite_look.h"
#include "geo/error.h"
#include "tests/datasets/import_fixture.h"
#include "tests/datasets/sqlite_by_hand.h"

/// Files that want more than to be read: other files, the network, all the memory, the terminal.
namespace placewright::datasets {
namespace {

/// Listens on the loopback address and counts who comes.
class Listener {
 public:
  Listener() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(socket_, 16), 0);
    EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] {
      while (true) {
        const int one = ::accept(socket_, nullptr, nullptr);
        if (one < 0) return;
        ++visitors_;
        ::close(one);
      }
    });
  }
  ~Listener() {
    ::shutdown(socket_, SHUT_RDWR);
    ::close(socket_);
    thread_.join();
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  [[nodiscard]] std::string address(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/" + path;
  }
  [[nodiscard]] int visitors() const { return visitors_; }
  /// A visitor of our own, to see that visitors are seen.
  void visit() const {
    const int one = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port_);
    ASSERT_EQ(::connect(one, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    ::close(one);
  }

 private:
  int socket_;
  std::uint16_t port_ = 0;
  std::atomic<int> visitors_{0};
  std::thread thread_;
};

void write_archive(const std::string& path, const std::string& name, const std::string& bytes) {
  void* zip = CPLCreateZip(path.c_str(), nullptr);
  CPLCreateFileInZip(zip, name.c_str(), nullptr);
  CPLWriteFileInZip(zip, bytes.data(), static_cast<int>(bytes.size()));
  CPLCloseFileInZip(zip);
  CPLCloseZip(zip);
}

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// What is said of a file that is not taken, alone or beside others.
std::string refusal_of(const std::vector<std::string>& paths) {
  try {
    for (const auto& finding : import_new(paths).findings) {
      if (finding.code != "FILE_NOT_TAKEN") continue;
      EXPECT_FALSE(finding.fix.empty());
      return finding.where + ": " + finding.what;
    }
  } catch (const geo::InputError& error) {
    EXPECT_FALSE(error.message().fix.empty());
    return error.what();
  }
  return "was taken";
}

class HostileFile : public testing::Test {
 protected:
  Folder folder_;
  std::string areas_ = folder_.write("areas.geojson", squares_geojson(kThree));

  /// A GeoPackage as GDAL writes it, with an r-tree and triggers of its own.
  std::string write_geopackage(const std::string& name) {
    Layer layer{"lsoa",
                "",
                {{"LSOA21CD", std::vector<std::string>{"E01900001", "E01900002"}},
                 {"LSOA21NM", std::vector<std::string>{"Square 001A", "Square 001B"}}},
                {},
                {}};
    std::vector<geo::Shape> shapes;
    for (const double x : {400'000.0, 401'000.0})
      shapes.push_back({{{{{x, 300'000}, {x + 1000, 300'000}, {x + 1000, 301'000}, {x, 301'000}}, {}}}});
    layer.geometry = shapes;
    write_layers(folder_.path(name), std::span(&layer, 1), "2026-01-01T00:00:00.000Z");
    return folder_.path(name);
  }
  void change(const std::string& path, const std::string& sql) { (void)ask(path, sql); }
};

TEST_F(HostileFile, AGeopackageAsGdalWritesItIsTaken) {
  const auto path = write_geopackage("good.gpkg");
  EXPECT_NO_THROW(refuse_foreign_sql(path, "good.gpkg"));
  EXPECT_NE(ask(path, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"), "0");
  EXPECT_EQ(import_new({path}).place.areas.size(), 2u);
}

TEST_F(HostileFile, AVirtualTableIsRefusedByNameAndTheOtherFileIsNeverOpened) {
  // Whoever opened this for reading would wait for ever: nobody writes to it.
  const auto secret = folder_.path("secret");
  ASSERT_EQ(::mkfifo(secret.c_str(), 0600), 0);
  const auto path = write_geopackage("reads_a_file.gpkg");
  change(path,
         "PRAGMA writable_schema = ON; INSERT INTO sqlite_master(type, name, tbl_name, rootpage, sql) "
         "VALUES('table', 'pw', 'pw', 0, "
         "'CREATE VIRTUAL TABLE pw USING VirtualText(\"" +
             secret +
             "\", \"UTF-8\", 0, POINT, DOUBLEQUOTE, \"|\")');"
             "INSERT INTO sqlite_master(type, name, tbl_name, rootpage, sql) VALUES('view', 'segments', "
             "'segments', 0, "
             "'CREATE VIEW segments AS SELECT ROWNO AS fid, ''E01900001'' AS area, COL001 AS segment, 1 AS "
             "people FROM pw');"
             "INSERT INTO gpkg_contents(table_name, data_type, identifier, last_change) VALUES('segments', "
             "'attributes', 'segments', '2020-01-01T00:00:00Z')");
  const auto bytes = bytes_of(path);
  write_archive(folder_.path("packed.zip"), "deep/layer.csv", bytes);
  for (const auto& file : {path, folder_.write("renamed.csv", bytes), folder_.write("renamed.tif", bytes),
                           folder_.path("packed.zip")}) {
    const auto refusal = refusal_of({areas_, file});
    EXPECT_NE(refusal.find("a virtual table"), std::string::npos) << refusal;
    EXPECT_NE(refusal.find("'pw'"), std::string::npos) << refusal;
  }
  EXPECT_THROW((void)Raster::open(path), geo::InputError) << "dropped on the window";
}

TEST_F(HostileFile, ForeignViewsTriggersAndGeneratedColumnsAreRefusedByName) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"CREATE VIEW others AS SELECT * FROM lsoa", "a view, 'others'"},
      {"CREATE VIEW tiles AS SELECT load_extension('x') FROM lsoa", "a view, 'tiles'"},
      {"CREATE TRIGGER spy AFTER INSERT ON lsoa BEGIN UPDATE lsoa SET LSOA21NM = 'x'; END",
       "a trigger, 'spy'"},
      {"CREATE TRIGGER rtree_lsoa_geom_insert2 AFTER INSERT ON lsoa BEGIN DELETE FROM rtree_lsoa_geom; "
       "DELETE FROM lsoa; END",
       "a trigger, 'rtree_lsoa_geom_insert2'"},
      {"CREATE TABLE made (a TEXT, b TEXT GENERATED ALWAYS AS (upper(a)) VIRTUAL)",
       "a generated column in the table, 'made'"},
      {"CREATE TABLE made (a TEXT, b TEXT /* */ AS(upper(a)))", "a generated column in the table, 'made'"},
      {"CREATE VIRTUAL TABLE words USING fts5(a)", "a virtual table (fts5), 'words'"},
  };
  for (const auto& [sql, named] : cases) {
    SCOPED_TRACE(sql);
    const auto path = write_geopackage("foreign.gpkg");
    try {
      change(path, sql);
    } catch (const std::runtime_error&) {
      continue;  // this SQLite has no such module
    }
    const auto refusal = refusal_of({path});
    EXPECT_NE(refusal.find(named), std::string::npos) << refusal;
  }
  const auto path = write_geopackage("known.gpkg");
  change(path,
         "CREATE TABLE map (a); CREATE TABLE images (a); CREATE VIEW tiles AS SELECT map.a AS a FROM map "
         "JOIN images ON images.a = map.a;"
         "CREATE TRIGGER no_zoom BEFORE INSERT ON map BEGIN SELECT RAISE(ABORT, 'no') WHERE NOT (NEW.a IN "
         "(SELECT a FROM images)); END;"
         "CREATE TABLE cast_in_check (a CHECK (CAST(a AS TEXT) <> ''), \"as\" DEFAULT (1))");
  EXPECT_NO_THROW(refuse_foreign_sql(path, "known.gpkg"))
      << "the views and triggers of the formats themselves";
}

TEST_F(HostileFile, WhatHidesInALogBesideTheFileIsSeen) {
  const auto path = write_geopackage("logged.gpkg");
  sqlite3* writer = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &writer), SQLITE_OK);
  sqlite3_exec(writer,
               "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE VIEW hidden AS SELECT 1",
               nullptr, nullptr, nullptr);
  const auto refusal = refusal_of({path});
  EXPECT_NE(refusal.find("'hidden'"), std::string::npos) << refusal;
  sqlite3_close(writer);
}

TEST_F(HostileFile, NoFileMakesAConnectionUnderAnyNameOrInAnArchive) {
  Listener listener;
  const auto at = [&](const std::string& path) { return listener.address(path); };
  const std::map<std::string, std::string> descriptions{
      {"wfs", "<OGRWFSDataSource><URL>" + at("wfs") + "</URL></OGRWFSDataSource>"},
      {"vrt", "<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>/vsicurl/" + at("a.csv") +
                  "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"},
      {"wms",
       "<GDAL_WMS><Service name=\"TMS\"><ServerUrl>" + at("tile") + "</ServerUrl></Service></GDAL_WMS>"},
      {"stac", R"({"stac_version":"1.0.0","type":"FeatureCollection","assets":{"a":{"href":")" + at("stac") +
                   "\"}}}"},
      {"gml",
       R"(<?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" xmlns:gml="http://www.opengis.net/gml" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://a )" +
           at("schema?SERVICE=WFS&amp;REQUEST=DescribeFeatureType&amp;TYPENAME=a") +
           "\"><gml:featureMember><a xlink:href=\"" + at("x") +
           "\"/></gml:featureMember></wfs:FeatureCollection>"},
      {"kml",
       R"(<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><NetworkLink><Link><href>)" +
           at("kml") + "</href></Link></NetworkLink></kml>"},
      {"entity",
       "<?xml version=\"1.0\"?><!DOCTYPE kml [<!ENTITY x SYSTEM \"" + at("entity") + "\">]><kml>&x;</kml>"},
      {"address", at("plain.geojson")},
  };
  for (const auto& [name, text] : descriptions) {
    for (const auto& ending : {".xml", ".csv", ".gml", ".txt", ".geojson", ".tif", ".gpkg", ".vrt", ".kml"}) {
      SCOPED_TRACE(name + ending);
      const auto path = folder_.write(name + ending, text);
      EXPECT_NE(refusal_of({areas_, path}), "was taken");
      EXPECT_THROW((void)Raster::open(path), geo::InputError);
    }
    write_archive(folder_.path(name + ".zip"), "inside.csv", text);
    EXPECT_NE(refusal_of({areas_, folder_.path(name + ".zip")}), "was taken");
  }
  EXPECT_NE(refusal_of({folder_.path("wfs.csv")}).find("nothing is fetched from a network"),
            std::string::npos);
  EXPECT_EQ(listener.visitors(), 0);
  listener.visit();
  while (listener.visitors() == 0) std::this_thread::yield();
}

TEST_F(HostileFile, ACoordinateSystemThatLiesOnTheNetworkIsNotFetchedAndSaid) {
  Listener listener;
  std::string text = squares_geojson(kThree, "", 400'000, false);
  text.insert(1, R"("crs":{"type":"link","properties":{"href":")" + listener.address("crs") +
                     R"(","type":"ogcwkt"}},)");
  const auto result = import_new({folder_.write("link.geojson", text)});
  EXPECT_EQ(listener.visitors(), 0);
  EXPECT_EQ(result.place.areas.size(), 3u);
  bool said = false;
  for (const auto& finding : result.findings)
    said = said || (finding.code == "NETWORK_REFUSED" &&
                    finding.what.find(listener.address("crs")) != std::string::npos);
  EXPECT_TRUE(said);
  EXPECT_TRUE(has_finding(result.findings, "CRS_GUESSED"));
}

TEST_F(HostileFile, RemoteFileSystemsAreClosed) {
  Listener listener;
  EXPECT_FALSE(ByteFile("/vsicurl/" + listener.address("a.csv")).is_open());
  EXPECT_FALSE(ByteFile("/vsicurl_streaming/" + listener.address("a.csv")).is_open());
  EXPECT_FALSE(ByteFile("/vsizip/vsicurl/" + listener.address("a.zip")).is_open());
  EXPECT_EQ(listener.visitors(), 0);
  EXPECT_FALSE(take_refused_address().empty());
}

TEST_F(HostileFile, AnArchiveThatUnpacksToAHundredTimesItsSizeIsRefused) {
  const std::string row = "GP_PRAC_PAT_LIST,01APR2026,Z00001,A,E01900001,ALL,1\n";
  std::string rows;
  while (rows.size() < (std::size_t{1} << 20)) rows += row;
  const auto path = folder_.path("bomb.zip");
  void* zip = CPLCreateZip(path.c_str(), nullptr);
  CPLCreateFileInZip(zip, "gp-reg-pat-prac-lsoa-all.csv", nullptr);
  const std::string head =
      "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,LSOA_CODE,SEX,NUMBER_OF_PATIENTS\n";
  CPLWriteFileInZip(zip, head.data(), static_cast<int>(head.size()));
  for (int k = 0; k < 300; ++k) CPLWriteFileInZip(zip, rows.data(), static_cast<int>(rows.size()));
  CPLCloseFileInZip(zip);
  CPLCloseZip(zip);
  const auto refusal = refusal_of({areas_, path});
  EXPECT_NE(refusal.find("100 times"), std::string::npos) << refusal;
  EXPECT_NE(refusal.find("MB"), std::string::npos) << refusal;
  // Packed once more, and by gzip, which announces no size.
  write_archive(folder_.path("nested.zip"), "bomb.zip", bytes_of(path));
  EXPECT_NE(refusal_of({areas_, folder_.path("nested.zip")}).find("100 times"), std::string::npos);
  VSILFILE* out = VSIFOpenL(("/vsigzip/" + folder_.path("bomb.csv.gz")).c_str(), "wb");
  ASSERT_NE(out, nullptr);
  VSIFWriteL(head.data(), 1, head.size(), out);
  for (int k = 0; k < 300; ++k) VSIFWriteL(rows.data(), 1, rows.size(), out);
  VSIFCloseL(out);
  EXPECT_NE(refusal_of({areas_, folder_.path("bomb.csv.gz")}).find("100 times"), std::string::npos);
  // A workbook is an archive too.
  write_archive(folder_.path("sheet.xlsx"), "[Content_Types].xml", std::string(std::size_t{300} << 20, ' '));
  EXPECT_NE(refusal_of({areas_, folder_.path("sheet.xlsx")}).find("100 times"), std::string::npos);
#ifndef __SANITIZE_ADDRESS__  // which keeps what was freed
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  EXPECT_LT(usage.ru_maxrss, 1'000'000) << "kB";
#endif
}

TEST_F(HostileFile, AnArchiveWithOddNamesOrTooManyIsRefusedAndNotReadInPart) {
  const std::string people = "LSOA21CD,population\nE01900001,5\n";
  for (const auto* name :
       {"../../people.csv", "/etc/people.csv", "a/../../people.csv", "C:/people.csv", "..\\people.csv"}) {
    write_archive(folder_.path("odd.zip"), name, people);
    const auto refusal = refusal_of({areas_, folder_.path("odd.zip")});
    EXPECT_NE(refusal.find(name), std::string::npos) << refusal;
  }
  write_archive(folder_.path("good.zip"), "folder..a/people..2.csv", people);
  EXPECT_EQ(import_new({areas_, folder_.path("good.zip")}).place.areas.population[0], 5);
  const auto archive_of = [&](const std::string& file, int entries,
                              const std::function<std::string(int)>& name) {
    void* zip = CPLCreateZip(folder_.path(file).c_str(), nullptr);
    for (int k = 0; k < entries; ++k) {
      CPLCreateFileInZip(zip, name(k).c_str(), nullptr);
      CPLWriteFileInZip(zip, people.data(), static_cast<int>(people.size()));
      CPLCloseFileInZip(zip);
    }
    CPLCloseZip(zip);
    return folder_.path(file);
  };
  EXPECT_NE(
      refusal_of({areas_, archive_of("many.zip", 5001, [](int k) { return std::to_string(k) + ".csv"; })})
          .find("5000"),
      std::string::npos);
  // Files of an archive within another are slow to reach.
  const auto inner = bytes_of(archive_of("inner.zip", 301, [](int k) { return std::to_string(k) + ".csv"; }));
  write_archive(folder_.path("outer.zip"), "inner.zip", inner);
  const auto inside = refusal_of({areas_, folder_.path("outer.zip")});
  EXPECT_NE(inside.find("more than 300 files"), std::string::npos) << inside;
}

TEST_F(HostileFile, ASymbolicLinkInAnArchiveIsRefusedByName) {
  const auto path = folder_.path("link.zip");
  write_archive(path, "people.csv", "/etc/passwd");
  auto bytes = bytes_of(path);
  const auto entry = bytes.rfind("PK\x01\x02");
  ASSERT_NE(entry, std::string::npos);
  bytes[entry + 5] = 3;                                                     // made on Unix
  bytes[entry + 40] = '\xff', bytes[entry + 41] = static_cast<char>(0xa1);  // as lrwxrwxrwx
  std::ofstream(path, std::ios::binary) << bytes;
  const auto refusal = refusal_of({areas_, path});
  EXPECT_NE(refusal.find("'people.csv', which is a symbolic link"), std::string::npos) << refusal;
}

TEST_F(HostileFile, NamesThatAreNoUtf8OrHoldControlCharactersAreMendedAndCounted) {
  const std::string bad = R"(","LSOA21NM":"Caf)"
                          "\xE9"
                          R"(","ward_name":"a\u001b[31mred\u202egnirts\u0007 b")";
  std::string text = squares_geojson(kThree);
  const auto at = text.find("\",\"LSOA21NM\":\"Squareton 001A\"");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, std::string("\",\"LSOA21NM\":\"Squareton 001A\"").size(), bad);
  const auto result = import_new({folder_.write("names.geojson", text)});
  EXPECT_EQ(result.place.areas.name[0], "Caf\xC3\xA9");
  EXPECT_TRUE(has_finding(result.findings, "ENCODING_WINDOWS_1252"));
  const auto csv = import_new({areas_, folder_.write("ward.csv",
                                                     "LSOA21CD,LSOA21NM,WD24CD,WD24NM\nE01900001,a,E05000001,"
                                                     "\"One\x1b]0;x\x07\ntwo \xE2\x80\xAE=1+1\"\n")});
  EXPECT_EQ(csv.place.areas.parents.at("ward_name")[0], "One]0;x two =1+1");
  bool counted = false;
  for (const auto& finding : csv.findings)
    counted = counted || (finding.code == "TEXT_CLEANED" && finding.what.starts_with("1 cells"));
  EXPECT_TRUE(counted);
}

TEST(PlainText, IsWhatMayBeShownAndNothingElse) {
  EXPECT_EQ(plain_text("a\x1b[31mb\tc\r\nd"), "a[31mb c  d");
  EXPECT_EQ(plain_text("a\tb\r\nc\rd\n", Lines::kept), "a\tb\r\ncd\n");
  EXPECT_EQ(plain_text("\xC2\x9B"
                       "31m \xE2\x80\xAE\xE2\x81\xA6\xEF\xBB\xBF\xEF\xBF\xBF"
                       "x\x7F"),
            "\xE2\x80\xBA"
            "31m x");
  EXPECT_EQ(plain_text("Director \xC2\x96 Medical \xC2\x81"), "Director \xE2\x80\x93 Medical ")
      << "a dash of Windows-1252, as NHS England writes it";
  EXPECT_EQ(plain_text("Ynys M\xC3\xB4n \xE2\x80\x93 \xF0\x9F\x98\x80"),
            "Ynys M\xC3\xB4n \xE2\x80\x93 \xF0\x9F\x98\x80");
  EXPECT_EQ(plain_text("Caf\xE9"), "Caf\xC3\xA9");
  EXPECT_TRUE(is_plain("Ynys M\xC3\xB4n"));
  EXPECT_FALSE(is_plain("two\nlines"));
  EXPECT_TRUE(is_plain("two\nlines", Lines::kept));
  for (int byte = 0; byte < 256; ++byte) {
    const auto text = plain_text(std::string(3, static_cast<char>(byte)) + "a");
    EXPECT_TRUE(is_plain(text)) << byte;
  }
}

}  // namespace
}  // namespace placewright::datasets
