#include <arpa/inet.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>

#include "on_screen.h"

namespace placewright::viewer {
namespace {

TEST_F(OnScreen, WhatIsDroppedIsNotAskedOfTheNetwork) {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(listener, 4), 0);
  ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const DemoFile file(60);
  ASSERT_TRUE(open_place(app->desk(), file.path, ""));
  const auto wfs = fmt::format("<OGRWFSDataSource><URL>http://127.0.0.1:{}/wfs</URL></OGRWFSDataSource>",
                               ntohs(address.sin_port));
  for (const auto* ending : {"xml", "csv", "tif", "gpkg", "gml"}) {
    const auto path = (file.folder / fmt::format("dropped.{}", ending)).string();
    std::ofstream(path) << wfs;
    EXPECT_EQ(script(fmt::format("key esc\ndrop {}\nframes 3\n", path)), 0);
    if (state("dialog") != "import") continue;  // a picture of the ground is tried at once
    EXPECT_EQ(script("key enter\nwait-idle\n"), 0);
    EXPECT_NE(state("message").find("nothing is fetched from a network"), std::string::npos)
        << state("message");
  }
  pollfd visitor{listener, POLLIN, 0};
  EXPECT_EQ(::poll(&visitor, 1, 0), 0) << "somebody came";
  ::close(listener);
}

}  // namespace
}  // namespace placewright::viewer
