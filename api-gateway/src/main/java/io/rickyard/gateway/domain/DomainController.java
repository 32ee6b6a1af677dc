package io.rickyard.gateway.domain;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.DomainName;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.project.ServedNames;
import io.rickyard.gateway.upstream.DomainClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A project's own domains. */
@Controller("/v1/projects/{ref}/domains")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "domains")
final class DomainController {

  private final DomainClient domains;
  private final ServedNames served;

  DomainController(DomainClient domains, ServedNames served) {
    this.domains = domains;
    this.served = served;
  }

  @Get
  @Operation(summary = "List a project's own domains")
  HttpResponse<byte[]> list(String ref, @Parameter(hidden = true) Call call) {
    return json(HttpResponse.ok(domains.list(ref, call).body()));
  }

  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      summary = "Claim a domain for a project",
      description =
          "The answer names the TXT record that proves the claim. A claim that is there already is"
              + " answered as it is.")
  HttpResponse<byte[]> claim(
      String ref, @Body NewDomain body, @Parameter(hidden = true) Call call) {
    var name = name(body);
    if (served.ours(name.value())) {
      throw new RequestRefused(
          ErrorCode.UNPROCESSABLE,
          "%s is a name of this installation itself, which no project gets".formatted(name));
    }
    return json(HttpResponse.created(domains.claim(ref, name, call).body()));
  }

  @Post("/{name}/verify")
  @Operation(
      summary = "Prove that a domain is the project's; its requests go there from then on",
      description =
          "Proved by the TXT record, or, where an administrator of the installation asks, by that"
              + " word. A domain belongs to one project at a time.")
  HttpResponse<byte[]> verify(
      String ref,
      String name,
      @Body @Nullable Verification body,
      @Parameter(hidden = true) Call call) {
    return json(HttpResponse.ok(domains.verify(ref, name, body, call).body()));
  }

  @Delete("/{name}")
  @Status(HttpStatus.NO_CONTENT)
  @Operation(summary = "Give a domain up; its requests go nowhere from then on")
  void remove(String ref, String name, @Parameter(hidden = true) Call call) {
    domains.remove(ref, name, call);
  }

  private static DomainName name(NewDomain body) {
    try {
      return DomainName.parse(body.name());
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  private static MutableHttpResponse<byte[]> json(MutableHttpResponse<byte[]> response) {
    return response.contentType(MediaType.APPLICATION_JSON_TYPE);
  }
}
