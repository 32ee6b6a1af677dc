package io.rickyard.postgres;

import java.util.Locale;

/** The platforms for which server programs exist, and the name of their archive. */
enum Platform {
  LINUX_AMD64("postgres-linux-x86_64.txz"),
  LINUX_ARM64("postgres-linux-arm_64.txz"),
  MAC_AMD64("postgres-darwin-x86_64.txz"),
  MAC_ARM64("postgres-darwin-arm_64.txz");

  private final String archive;

  Platform(String archive) {
    this.archive = archive;
  }

  String archive() {
    return archive;
  }

  static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static Platform of(String osName, String osArch) {
    var name = osName.toLowerCase(Locale.ROOT);
    var arch = osArch.toLowerCase(Locale.ROOT);
    var amd64 = arch.equals("amd64") || arch.equals("x86_64");
    var arm64 = arch.equals("aarch64") || arch.equals("arm64");
    if (name.startsWith("linux") && (amd64 || arm64)) {
      return amd64 ? LINUX_AMD64 : LINUX_ARM64;
    }
    if (name.startsWith("mac") && (amd64 || arm64)) {
      return amd64 ? MAC_AMD64 : MAC_ARM64;
    }
    throw new PostgresException(
        "Rickyard brings PostgreSQL for Linux and macOS on amd64 and arm64, not for %s on %s."
            .formatted(osName, osArch));
  }
}
