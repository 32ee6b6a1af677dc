package io.rickyard.stack.blueprint;

import io.rickyard.contracts.ProjectRef;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;

/** What releases are rendered with in tests. */
final class Inputs {

  static final ProjectRef PROJECT = new ProjectRef("abcdefghijklmnopqrst");
  static final ProjectRef OTHER_PROJECT = new ProjectRef("zyxwvutsrqponmlkjihg");
  static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

  private Inputs() {}

  static StackInputs of(ProjectRef project) {
    return new StackInputs(
        settings(project),
        DeclaredSecrets.shipped().make(project, NOW, new SecureRandom()),
        ImageSource.ENGINE_DEFAULT);
  }

  /** The same secrets in every run, for what is compared with a file. */
  static StackInputs fixed() {
    var source = new java.util.Random(20261121);
    var random =
        new SecureRandom() {
          private static final long serialVersionUID = 1L;

          @Override
          public void nextBytes(byte[] bytes) {
            source.nextBytes(bytes);
          }
        };
    return new StackInputs(
        settings(PROJECT),
        DeclaredSecrets.shipped().make(PROJECT, NOW, random),
        ImageSource.ENGINE_DEFAULT);
  }

  static Map<String, String> settings(ProjectRef project) {
    return Map.of(
        "project_ref", project.value(),
        "public_url", "http://%s.example.test:8000".formatted(project));
  }
}
