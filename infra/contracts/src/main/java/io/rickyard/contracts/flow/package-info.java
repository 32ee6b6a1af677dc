/**
 * What administrators set about the flow of tasks: pauses, limits and shares. Wire formats only;
 * who may set them is org-service's, what they do is the worker's.
 */
@NullMarked
package io.rickyard.contracts.flow;

import org.jspecify.annotations.NullMarked;
