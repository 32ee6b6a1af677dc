package io.rickyard.worker.http;

import io.micronaut.core.annotation.Introspected;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.worker.content.DeployedFunction;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A function, in the form of the Management API. Times are milliseconds of the epoch.
 *
 * @param status {@code ACTIVE}: what is not is not there
 * @param entrypointPath the address of the file where it begins
 * @param ezbrSha256 the digest of its source
 */
@Introspected
record FunctionShape(
    String id,
    String slug,
    String name,
    String status,
    int version,
    long createdAt,
    long updatedAt,
    boolean verifyJwt,
    boolean importMap,
    String entrypointPath,
    @Nullable String importMapPath,
    String ezbrSha256) {

  static FunctionShape of(ProjectRef project, DeployedFunction function) {
    var directory = Path.of(function.directory(project));
    var importMap = function.importMap();
    return new FunctionShape(
        function.id().toString(),
        function.slug(),
        function.name(),
        "ACTIVE",
        function.version(),
        function.createdAt().toEpochMilli(),
        function.updatedAt().toEpochMilli(),
        function.verifyJwt(),
        importMap != null,
        address(directory.resolve(function.entrypoint())),
        importMap == null ? null : address(directory.resolve(importMap)),
        function.sha256());
  }

  private static String address(Path path) {
    // Path.toUri would look whether it is a directory of this host.
    try {
      return new URI("file", "", path.toString(), null).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("An absolute path is one of an address", e);
    }
  }
}
