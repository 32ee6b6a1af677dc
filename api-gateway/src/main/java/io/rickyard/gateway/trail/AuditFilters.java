package io.rickyard.gateway.trail;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a search of the audit takes, as the description of the API shows it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(name = "actor_kind", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
@Parameter(name = "actor", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
@Parameter(name = "action", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
@Parameter(name = "target", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
@Parameter(name = "project", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
@Parameter(name = "outcome", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
@Parameter(name = "origin", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
@Parameter(name = "correlation_id", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
@Parameter(name = "from", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
@Parameter(name = "to", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
@Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = "integer"))
@Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
@interface AuditFilters {}
