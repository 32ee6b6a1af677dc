package io.rickyard.postgres;

import java.nio.file.Path;

/** The programs, unpacked once for all tests of the build. */
final class TestBinaries {

  static final PostgresBinaries BINARIES =
      PostgresBinaries.unpackInto(
          Path.of(System.getProperty("java.io.tmpdir"), "rickyard-test-postgresql"));

  private TestBinaries() {}

  static int freePort() {
    try (var socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
