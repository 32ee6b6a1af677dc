package io.rickyard.systemtests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An authority of a test's own, which issues the certificates that a gateway shows. */
record TestCertificates(Path directory) {

  static TestCertificates in(Path directory) throws IOException, InterruptedException {
    var certificates = new TestCertificates(directory);
    Files.createDirectories(certificates.shown());
    certificates.openssl(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=authority"
            + " -addext basicConstraints=critical,CA:true -keyout authority.key -out authority.crt");
    return certificates;
  }

  /** Issues one for this name. */
  void issue(String name) throws IOException, InterruptedException {
    var file = "shown/" + name.replace("*.", "any.");
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=shown -keyout %s.key -out request"
            .formatted(file));
    Files.writeString(directory.resolve("extensions"), "subjectAltName=DNS:" + name + "\n");
    openssl(
        "x509 -req -in request -CA authority.crt -CAkey authority.key -CAcreateserial -days 2 -extfile extensions"
            + " -out "
            + file
            + ".crt");
  }

  /** What the gateway is told of. */
  Path shown() {
    return directory.resolve("shown");
  }

  /** Whom clients trust. */
  Path authority() {
    return directory.resolve("authority.crt");
  }

  private void openssl(String arguments) throws IOException, InterruptedException {
    Programs.run("sh", "-c", "cd '%s' && openssl %s".formatted(directory, arguments));
  }
}
