package io.rickyard.postgres;

import static java.nio.file.attribute.PosixFilePermissions.fromString;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Properties;

/**
 * The PostgreSQL programs, unpacked once into a directory that keeps them across restarts.
 *
 * <p>1. A complete unpacking is known by its name, which holds version and platform. 2. Otherwise
 * what an interrupted earlier attempt left is deleted, 3. the archive is unpacked beside it, 4. and
 * renamed. A lock keeps two processes from doing so at once.
 */
public final class PostgresBinaries {

  private final Path home;
  private final String version;
  private final Platform platform;

  private PostgresBinaries(Path home, String version, Platform platform) {
    this.home = home;
    this.version = version;
    this.platform = platform;
  }

  /**
   * Unpacks the programs into a subdirectory unless they are there.
   *
   * @param directory is created when missing; must be enterable by other operating system users
   *     where servers are to run as such
   */
  public static PostgresBinaries unpackInto(Path directory) {
    var platform = Platform.current();
    var version = bundledVersion();
    try {
      Directories.create(directory, fromString("rwxr-xr-x"));
      var home =
          directory
              .toRealPath()
              .resolve("postgresql-" + version + "-" + platform.name().toLowerCase(Locale.ROOT));
      if (!Files.isDirectory(home)) {
        unpack(platform, home);
      }
      return new PostgresBinaries(home, version, platform);
    } catch (IOException e) {
      throw new PostgresException(
          "Could not unpack PostgreSQL into " + directory + ": " + e.getMessage(), e);
    }
  }

  private static void unpack(Platform platform, Path home) throws IOException {
    try (var _ = DirectoryLock.await(home.resolveSibling("unpack.lock"))) {
      if (Files.isDirectory(home)) {
        return;
      }
      var partial = home.resolveSibling(home.getFileName() + ".partial");
      Directories.delete(partial);
      Files.createDirectory(partial);
      Files.setPosixFilePermissions(partial, fromString("rwxr-xr-x"));
      try (var txz = PostgresBinaries.class.getResourceAsStream("/" + platform.archive())) {
        if (txz == null) {
          throw new PostgresException(
              "The PostgreSQL programs for this platform (%s) are not on the class path: build on this platform."
                  .formatted(platform.archive()));
        }
        Archive.unpack(txz, partial);
      }
      Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static String bundledVersion() {
    var properties = new Properties();
    try (var in = PostgresBinaries.class.getResourceAsStream("binaries.properties")) {
      if (in == null) {
        throw new PostgresException("binaries.properties is missing from the class path.");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new PostgresException("binaries.properties can't be read.", e);
    }
    return properties.getProperty("version", "");
  }

  /** The version as the project that packs the programs counts it, for example 17.11.0. */
  public String version() {
    return version;
  }

  /** The version as PostgreSQL says it, for example 17.11. */
  public String serverVersion() {
    return version.substring(0, version.lastIndexOf('.'));
  }

  /** What must be equal to the content of a data directory's PG_VERSION, for example 17. */
  public int major() {
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }

  /** The directory that holds bin, lib and share. */
  public Path home() {
    return home;
  }

  /**
   * How initdb makes a new cluster durable: with one call for the file system where there is one
   * for it, which is faster than a thousand for the files.
   */
  String syncMethod() {
    return switch (platform) {
      case LINUX_AMD64, LINUX_ARM64 -> "syncfs";
      case MAC_AMD64, MAC_ARM64 -> "fsync";
    };
  }

  public Path initdb() {
    return home.resolve("bin/initdb");
  }

  public Path postgres() {
    return home.resolve("bin/postgres");
  }

  public Path pgCtl() {
    return home.resolve("bin/pg_ctl");
  }
}
