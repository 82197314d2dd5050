export { nationalAccountPanel, nationalRoutes } from './routes.tsx'
