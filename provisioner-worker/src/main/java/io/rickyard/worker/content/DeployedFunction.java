package io.rickyard.worker.content;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.stack.blueprint.StackContents.FunctionEntry;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A function that was deployed.
 *
 * @param id its id, the same in all its versions
 * @param slug what it is called in addresses
 * @param name its name, for people
 * @param version how often it was deployed
 * @param verifyJwt whether its callers need a token or a key
 * @param entrypoint the file where it begins
 * @param importMap the file that says what names its modules have
 * @param staticPatterns which of its files it reads while it runs
 * @param sha256 the digest of its source
 * @param createdAt when it was deployed first
 * @param updatedAt when it was deployed or changed last
 */
public record DeployedFunction(
    UUID id,
    String slug,
    String name,
    int version,
    boolean verifyJwt,
    String entrypoint,
    @Nullable String importMap,
    List<String> staticPatterns,
    String sha256,
    Instant createdAt,
    Instant updatedAt) {

  /** Checks that nothing required is missing. */
  public DeployedFunction {
    requireNonNull(id, "id");
    requireNonNull(slug, "slug");
    requireNonNull(name, "name");
    requireNonNull(entrypoint, "entrypoint");
    staticPatterns = staticPatterns == null ? List.of() : List.copyOf(staticPatterns);
    requireNonNull(sha256, "sha256");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(updatedAt, "updatedAt");
  }

  /**
   * Where the service has the files of this version. Clients of the hosted platform cut this off
   * the paths that they show, so it is the hosted platform's.
   */
  public String directory(ProjectRef project) {
    return "/tmp/user_fn_%s_%s_%d".formatted(project, id, version);
  }

  FunctionEntry planned(ProjectRef project) {
    return new FunctionEntry(
        directory(project), entrypoint, importMap, staticPatterns, verifyJwt, sha256);
  }
}
