/** Outlines that cross the 180th meridian. */
import type { FeatureCollection, Geometry, Position } from "geojson";

/** The same outlines with rings that go on beyond 180 degrees, where they would else cross the whole map back. */
export function unwrapped(shapes: FeatureCollection<Geometry>): FeatureCollection<Geometry> {
  const ring = (points: Position[]): Position[] => {
    let shift = 0;
    return points.map(([lon = 0, lat = 0], index) => {
      const step = lon - (points[index - 1]?.[0] ?? lon);
      if (Math.abs(step) > 180) shift -= Math.sign(step) * 360;
      return [lon + shift, lat];
    });
  };
  const geometry = (found: Geometry): Geometry => {
    if (found.type === "Polygon") return { ...found, coordinates: found.coordinates.map(ring) };
    if (found.type === "MultiPolygon") return { ...found, coordinates: found.coordinates.map((each) => each.map(ring)) };
    return found;
  };
  return { ...shapes, features: shapes.features.map((each) => ({ ...each, geometry: geometry(each.geometry) })) };
}
