import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  base: "/kiosk/",
  resolve: {
    alias: {
      "@wire": here("node_modules/.generated"),
    },
  },
  build: {
    outDir: here("../../.artifacts/kiosk"),
    emptyOutDir: true,
    assetsInlineLimit: 0, // The page's policy lets no inline script or style in.
    modulePreload: { polyfill: false },
    target: "es2022",
  },
});
