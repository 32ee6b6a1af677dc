package io.rickyard.gateway.openapi;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Serves the description of the API. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Rickyard",
            version = "1",
            description =
                "A self-hosted control plane for fleets of Supabase stacks. Organizations, projects"
                    + " and the profile have the shapes of the hosted platform's Management API."))
@Controller("/v1/openapi.json")
@Secured(SecurityRule.IS_ANONYMOUS)
@Tag(name = "installation")
final class OpenApiController {

  private static final String DOCUMENT = "META-INF/swagger/rickyard.json";

  private final byte[] document = read();

  @Get
  @Operation(summary = "This description")
  HttpResponse<byte[]> get() {
    return HttpResponse.ok(document)
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-cache");
  }

  private static byte[] read() {
    try (InputStream resource =
        OpenApiController.class.getClassLoader().getResourceAsStream(DOCUMENT)) {
      if (resource == null) {
        throw new IllegalStateException("The build left out " + DOCUMENT);
      }
      return resource.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(DOCUMENT + " cannot be read", e);
    }
  }
}
